/** `1,000,000`. */
export const formatCount = (count: number): string => Number(count).toLocaleString('en-GB');
