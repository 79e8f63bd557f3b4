/**
 * What official records say: all that a record's file is made of, with the sums that must agree and the cells that must not be small. Knows
 * neither where the numbers come from nor how they look.
 */
package id.padan.agreement.inputs;
