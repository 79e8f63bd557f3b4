/** The dimensions of annex 10.E, their codes and the stages of a selection: what may be said of a registrant, and nothing else. */
package id.padan.casn.code;
