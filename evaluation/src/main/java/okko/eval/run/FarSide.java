package okko.eval.run;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import okko.eval.network.VirtualHost;
import okko.eval.setup.Cable;
import okko.eval.setup.FarHost;

/**
 * The hosts of a cell whose parts do not run side by side: the switch's own and the other, with cables between them and
 * to nowhere else.
 */
final class FarSide implements AutoCloseable {

    private final VirtualHost near;
    private final VirtualHost far;
    private final SwitchControl farSwitch;

    private FarSide(VirtualHost near, VirtualHost far, SwitchControl farSwitch) {
        this.near = near;
        this.far = far;
        this.farSwitch = farSwitch;
    }

    /**
     * Makes the hosts.
     *
     * @param plan      cables
     * @param farSwitch of the switch that will run on the other host; {@code null} if none will
     * @throws IOException if this machine has no such hosts; none is left then
     */
    static FarSide build(FarHost plan, SwitchControl farSwitch) throws IOException {
        VirtualHost near = VirtualHost.start();
        try {
            FarSide side = new FarSide(near, VirtualHost.start(), farSwitch);
            try {
                side.lay(plan.cables());
                return side;
            } catch (IOException e) {
                side.far.close();
                throw e;
            }
        } catch (IOException e) {
            near.close();
            throw e;
        }
    }

    private void lay(List<Cable> cables) throws IOException {
        for (Cable cable : cables) {
            near.connect(cable.near(), far, cable.far());
            if (cable.addresses().isPresent()) {
                near.address(cable.near(), cable.addresses().get().near());
                far.address(cable.far(), cable.addresses().get().far());
            }
        }
    }

    VirtualHost near() {
        return near;
    }

    VirtualHost far() {
        return far;
    }

    /**
     * {@return packets that were dropped so far between leaving the near switch and coming back: by the kernel, and by
     * the far switch for each of its reasons}
     */
    Map<String, Long> drops() throws IOException {
        Map<String, Long> drops = new TreeMap<>(Map.of("kernel", near.dropped() + far.dropped()));
        if (farSwitch != null) {
            farSwitch.drops().forEach((reason, packets) -> drops.put("far " + reason, packets));
        }
        return drops;
    }

    @Override
    public void close() {
        far.close();
        near.close();
    }
}
