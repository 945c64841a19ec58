package okko.bpf.asm;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okko.bpf.isa.Code;
import okko.bpf.isa.CodeError;
import okko.bpf.isa.Instruction;
import okko.bpf.isa.Structure;

/**
 * Makes a program of text.
 *
 * <p>Statements stand on lines of their own or are separated by {@code ;}. A comment runs from {@code #} or {@code //}
 * to the end of its line. A label, {@code name:}, names the pc of the next statement; a jump goes to a label, by a
 * signed distance ({@code goto +2}) or to a pc ({@code goto pc 7}). A pc before a statement, as in a listing, is
 * skipped. Constants are decimal or hexadecimal; 32-bit ones may be written unsigned.
 */
public final class Assembler {

    private static final Pattern LABEL = Pattern.compile("([A-Za-z_.][\\w.]*)\\s*:\\s*(.*)");
    private static final Pattern PC = Pattern.compile("\\d+\\s*:\\s*(.*)");
    private static final Pattern COMMENT = Pattern.compile("(#|//).*");

    private final List<Statement> statements = new ArrayList<>();
    private final Map<String, Integer> labels = new HashMap<>();
    private int slots;

    private Assembler() {}

    /**
     * Assembles a program and checks its structure.
     *
     * @param text the program
     * @return its instructions
     * @throws AssemblyException if a statement is not understood or breaks a rule of {@link Structure}, naming the line
     */
    public static Code assemble(String text) {
        var assembler = new Assembler();
        String[] lines = text.split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            for (String statement : COMMENT.matcher(lines[i]).replaceFirst("").split(";")) {
                assembler.add(i + 1, statement.strip());
            }
        }
        return assembler.code(lines.length);
    }

    private void add(int line, String text) {
        Matcher label = LABEL.matcher(text);
        if (label.matches()) {
            if (labels.putIfAbsent(label.group(1), slots) != null) {
                throw new AssemblyException(line, "label " + label.group(1) + " is defined twice");
            }
            add(line, label.group(2));
            return;
        }
        Matcher pc = PC.matcher(text);
        String statement = pc.matches() ? pc.group(1) : text;
        if (!statement.isEmpty()) {
            // Where labels are does not change how long an instruction is: any target will do for now.
            Instruction shape = new StatementParser(slots, line, _ -> 0).parse(statement);
            statements.add(new Statement(line, slots, statement));
            slots += shape.slots();
        }
    }

    private Code code(int lastLine) {
        var bySlot = new Instruction[slots];
        for (Statement statement : statements) {
            bySlot[statement.pc] = new StatementParser(statement.pc, statement.line, labels::get).parse(statement.text);
        }
        var code = new Code(bySlot);
        List<CodeError> errors = Structure.errors(code);
        if (!errors.isEmpty()) {
            throw new AssemblyException(lineOf(errors.getFirst().pc(), lastLine), errors.getFirst().reason());
        }
        return code;
    }

    private int lineOf(int pc, int lastLine) {
        return statements.stream().filter(s -> s.pc == pc).mapToInt(Statement::line).findFirst().orElse(lastLine);
    }

    private record Statement(int line, int pc, String text) {}
}
