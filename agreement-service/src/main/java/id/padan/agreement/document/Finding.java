package id.padan.agreement.document;

/**
 * One thing wrong with a file.
 *
 * @param pointer where, as a JSON pointer (RFC 6901); empty for the whole file
 * @param problem what is wrong
 * @param remedy what to do about it
 */
public record Finding(String pointer, String problem, String remedy) {

    @Override
    public String toString() {
        return (pointer.isEmpty() ? "(whole file)" : pointer) + ": " + problem + " " + remedy;
    }
}
