/**
 * Aid programmes (Ps 3(1)b): registered by the party that runs them with legal basis and impact assessment, approved by a second person,
 * published with the policy; that party's rules of eligibility, and the decisions of named humans about refusals (UU 27/2022 Ps 10, 34).
 */
package id.padan.agreement.programme;
