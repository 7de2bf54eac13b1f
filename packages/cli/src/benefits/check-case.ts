import type { Benefit } from '@told/benefits';
import { type CaseFault, type FaultList, listFaults } from './case-fault.ts';
import type { PlainCase, PlainPay, PlainPerson, PlainTax } from './plain-case.ts';

/** Of these a person is on one at a time. [SSCBA 1992 s.124; JSA 1995 s.3; SPCA 2002 s.1] */
const EXCLUSIVE: readonly Benefit[] = ['is', 'jsa-ib', 'esa-ir', 'pc-guarantee'];

/** The rules between the fields of a case, which its schema cannot say; all faults at once. */
export function checkCase(plain: PlainCase): readonly CaseFault[] {
  const found = listFaults();
  for (const [pointer, person] of listPeople(plain)) checkPerson(found, pointer, person, plain);
  checkIncomes(found, plain);
  checkAwards(found, plain);
  checkHomes(found, plain);
  const { childcare, children = [], jobseeker } = plain;
  found.add(
    childcare !== undefined && childcare.children > children.length,
    '/childcare/children',
    'too-large',
    'charges are for children who are in the case',
  );
  found.add(
    jobseeker !== undefined &&
      (jobseeker.ninoLastTwoDigits === undefined) === (jobseeker.weekEndsOn === undefined),
    '/jobseeker',
    'shape',
    'has one of ninoLastTwoDigits and weekEndsOn',
  );
  return found.faults;
}

function listPeople(plain: PlainCase): readonly (readonly [string, PlainPerson])[] {
  const { claimant, partner, children = [], nonDependants = [] } = plain;
  return [
    ['/claimant', claimant] as const,
    ...(partner === undefined ? [] : [['/partner', partner] as const]),
    ...children.map((child, index) => [`/children/${index}`, child] as const),
    ...nonDependants.map((person, index) => [`/nonDependants/${index}`, person] as const),
  ];
}

function checkPerson(
  found: FaultList,
  pointer: string,
  { age, birthDate }: PlainPerson,
  { from }: PlainCase,
): void {
  found.add(
    age !== undefined && birthDate !== undefined,
    pointer,
    'shape',
    'has at most one of age and birthDate',
  );
  found.add(
    birthDate !== undefined && from !== undefined && birthDate > from,
    `${pointer}/birthDate`,
    'date-order',
    'is not after the first day of the award; a later birth is told in facts',
  );
}

function checkIncomes(found: FaultList, { incomes = [], partner }: PlainCase): void {
  for (const [index, income] of incomes.entries()) {
    const pointer = `/incomes/${index}`;
    checkPay(found, pointer, income);
    found.add(
      income.who === 'partner' && partner === undefined,
      `${pointer}/who`,
      'shape',
      'is the claimant where the case has no partner',
    );
  }
}

/** Pay by what was taken off is complete, and agrees with the net pay beside it. */
export function checkPay(found: FaultList, pointer: string, pay: PlainPay): void {
  const { taxPence, nationalInsurancePence } = pay;
  const grossPence = pay.grossPence ?? undefined;
  const parts = { grossPence, taxPence, nationalInsurancePence };
  if (taxPence === undefined && nationalInsurancePence === undefined) return;
  for (const [name, part] of Object.entries(parts)) {
    const detail = 'grossPence, taxPence and nationalInsurancePence are stated together';
    found.add(part === undefined, `${pointer}/${name}`, 'required', detail);
  }
  const net = findNet({ ...parts, netPence: null });
  found.add(
    net !== null && net < 0,
    `${pointer}/grossPence`,
    'too-small',
    'is not less than what is taken off it',
  );
  found.add(
    net !== null && pay.netPence != null && pay.netPence !== net,
    `${pointer}/netPence`,
    'shape',
    'is grossPence less taxPence and nationalInsurancePence, where all are stated',
  );
}

type Pay = { readonly [Name in keyof PlainPay]: PlainPay[Name] | undefined };

/** Net pence of a pay period, or null where it is not known. */
export function findNet({ netPence, grossPence, taxPence, nationalInsurancePence }: Pay) {
  if (netPence != null) return netPence;
  if (grossPence == null || taxPence === undefined || nationalInsurancePence === undefined) {
    return null;
  }
  return grossPence - taxPence - nationalInsurancePence;
}

function checkAwards(found: FaultList, { benefits = [], from }: PlainCase): void {
  const before: Benefit[] = [];
  for (const [index, award] of benefits.entries()) {
    const pointer = `/benefits/${index}`;
    const { benefit } = award;
    found.add(before.includes(benefit), pointer, 'repeated', 'names each benefit once');
    found.add(
      !before.includes(benefit) &&
        EXCLUSIVE.includes(benefit) &&
        before.some((other) => EXCLUSIVE.includes(other)),
      pointer,
      'shape',
      `overlaps: of ${EXCLUSIVE.join(', ')} a household is on one at a time`,
    );
    found.add(
      award.from !== undefined && from !== undefined && award.from > from,
      `${pointer}/from`,
      'date-order',
      'is not after the first day of the award; a later start is told in facts',
    );
    before.push(benefit);
  }
}

function checkHomes(found: FaultList, { councilTax, otherHomes = [] }: PlainCase): void {
  if (councilTax !== undefined) checkTax(found, '/councilTax', councilTax);
  const before = new Set(councilTax?.uprn === undefined ? [] : [Number(councilTax.uprn)]);
  for (const [index, home] of otherHomes.entries()) {
    const pointer = `/otherHomes/${index}`;
    checkTax(found, pointer, home);
    const uprn = Number(home.uprn);
    found.add(before.has(uprn), `${pointer}/uprn`, 'repeated', 'names each home once');
    before.add(uprn);
  }
}

function checkTax(found: FaultList, pointer: string, tax: PlainTax): void {
  const { annualPence, weeklyPence, annualPenceByYear } = tax;
  const stated = [annualPence, weeklyPence, annualPenceByYear].filter((one) => one !== undefined);
  const detail = 'has one of annualPence, weeklyPence and annualPenceByYear';
  found.add(stated.length !== 1, pointer, stated.length === 0 ? 'required' : 'shape', detail);
  for (const label of Object.keys(annualPenceByYear ?? {})) {
    const [first = '', second] = label.split('/');
    found.add(
      String((Number(first) + 1) % 100).padStart(2, '0') !== second,
      `${pointer}/annualPenceByYear`,
      'shape',
      'names a year by its own digits and the next, such as 2010/11',
    );
  }
}
