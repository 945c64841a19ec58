package okko.bpf.compile;

import java.util.ArrayList;
import java.util.List;
import okko.bpf.asm.Assembler;
import okko.bpf.engine.BpfFunction;
import okko.bpf.engine.Environment;
import okko.bpf.image.Abi;
import okko.bpf.image.ProgramImage;
import okko.bpf.image.SourceLines;
import okko.bpf.isa.Code;
import okko.bpf.map.MapDefinition;
import okko.bpf.verify.Analysis;

/** A program with its environment, compiled as if the verifier had learnt nothing of it. */
record TestProgram(ProgramImage image, Environment environment, List<String> log) implements AutoCloseable {

    /** What the clock says. */
    static final long NOW_NS = 1_234_567_890_123L;

    static TestProgram of(String assembly, MapDefinition... maps) {
        return of(Assembler.assemble(assembly), maps);
    }

    static TestProgram of(Code code, MapDefinition... maps) {
        return of(Abi.OKO, code, maps);
    }

    static TestProgram of(Abi abi, Code code, MapDefinition... maps) {
        var image = new ProgramImage("test", abi, code, List.of(maps), SourceLines.NONE);
        var log = new ArrayList<String>();
        return new TestProgram(image, Environment.allocate(image, () -> NOW_NS, log::add), log);
    }

    BpfFunction compile() {
        return compile(analysis());
    }

    BpfFunction compile(Analysis analysis) {
        return compile(analysis, CompileOptions.DEFAULT);
    }

    BpfFunction compile(Analysis analysis, CompileOptions options) {
        return CompiledProgram.compile(image, analysis, environment, options).newFunction();
    }

    Analysis analysis() {
        return Analysis.unverified(image.code());
    }

    @Override
    public void close() {
        environment.close();
    }
}
