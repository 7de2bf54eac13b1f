import type { Finding } from './findings.ts';

interface PlaceCheck {
  /** The number that the entry at this place gives itself; undefined when it gives none. */
  take(index: number | undefined, place: number): void;
  /** False from the first entry on that is not at its place. */
  isInOrder(): boolean;
  /** How many entries there would be without what is missing. */
  finish(places: number): number;
}

/**
 * Follows the numbers that entries give themselves. Whether one that is too high follows a gap or was moved is told by the one after it: after a
 * gap the numbers go on from there.
 */
export function checkPlaces(find: (finding: Finding) => void): PlaceCheck {
  let ahead = 0;
  let isInOrder = true;
  let odd: { readonly index: number; readonly place: number } | undefined;

  function judge(next: number | undefined): void {
    if (odd === undefined) return;
    const { index, place } = odd;
    const expected = place + ahead;
    odd = undefined;
    const goesOn = next === undefined || next === index + 1;
    if (goesOn && index > expected) find({ kind: 'missing', entry: expected, last: index - 1 });
    else find({ kind: 'displaced', entry: index, instead: expected });
    if (goesOn) ahead = index - place;
  }

  return {
    take(index, place) {
      judge(index ?? Number.NaN);
      if (index === place + ahead) return;
      isInOrder = false;
      if (index === undefined)
        find({ kind: 'displaced', entry: place + ahead, instead: place + ahead });
      else odd = { index, place };
    },
    isInOrder: () => isInOrder,
    finish(places) {
      judge(undefined);
      return places + ahead;
    },
  };
}
