/** The four answers of Ps 3(1)b, verbatim: nothing else may ever be said about a NIK. */
package id.padan.verification.answer;
