/** Benefits that passport: the claimant's and partner's income and capital do not count. [CTB Regs 2006 reg 74] */
export const PASSPORTS: readonly string[] = ['is', 'jsa-ib', 'esa-ir'];
