export { addDeadLetterRoutes } from './dead-letter-routes.ts';
export { cutPage, readCursor } from './page-cursor.ts';
export {
  type DeadLetterRow,
  listDeadLetters,
  listParkedKeys,
  type ParkedKeyRow,
} from './park-queries.ts';
export { addParkedRoutes } from './parked-routes.ts';
export { type Redriven, type RedrivePorts, redriveKey } from './redrive-key.ts';
export { type ParkedKeyName, PIECE_RECORDS, type Piece, redrivePiece } from './redrive-piece.ts';
export type { ParkedPorts } from './release-key.ts';
