/** Releases in the forms of SDMX 3.0: data as SDMX-CSV 2.0 and SDMX-JSON 2.0, structure as SDMX-JSON 2.0. Knows no caller and no database. */
package id.padan.casn.sdmx;
