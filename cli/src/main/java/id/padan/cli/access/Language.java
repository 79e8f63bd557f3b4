package id.padan.cli.access;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** In which language the command line speaks. */
public enum Language {
    id(Locale.forLanguageTag("id-ID")),
    en(Locale.ENGLISH);

    private final Locale locale;

    Language(Locale locale) {
        this.locale = locale;
    }

    /** Indonesian where the system is set to it. */
    static Language from(@Nullable String lang) {
        return lang != null && lang.toLowerCase(Locale.ROOT).startsWith("id") ? id : en;
    }

    public String say(String indonesian, String english) {
        return this == id ? indonesian : english;
    }

    /** A whole number with the language's thousands mark. */
    public String number(long number) {
        return String.format(locale, "%,d", number);
    }

    /** A number with one decimal. */
    public String decimal(double number) {
        return String.format(locale, "%,.1f", number);
    }
}
