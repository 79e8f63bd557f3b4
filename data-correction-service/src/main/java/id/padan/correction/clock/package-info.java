/** The clocks of proposals: data ({@code clocks.json}), counted by the platform's calendar. */
package id.padan.correction.clock;
