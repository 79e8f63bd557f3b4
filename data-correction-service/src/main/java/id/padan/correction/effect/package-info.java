/**
 * Closes a decided proposal once the record shows the value (F-16), or opens it again. Hears {@code correction.effect.v1}; asks the record's
 * holder in the background, as the holder's own machine. Owns {@code effect_heard}.
 */
package id.padan.correction.effect;
