package id.padan.platform.agreement;

/**
 * Access is open; whoever answers writes these values into the answer and its proof leaf.
 *
 * @param policy version in force
 * @param clause the clause that opens, such as {@code Ps 3(1)b}
 * @param purpose purpose under which it was opened
 * @param programme programme, null if the clause needs none
 */
public record Allowed(PolicyRef policy, String clause, String purpose, String programme) implements Decision {}
