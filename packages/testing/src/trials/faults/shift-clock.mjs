// Loaded into a service whose clock a trial steps: `Date` is so many milliseconds away from the machine's as the file says that is named in this
// module's own address. Clocks that only measure how long something takes are not shifted, as those of a real machine are not by a step.
import fs from 'node:fs';

const LOOK_MS = 50;
const RealDate = Date;
const file = new URL(import.meta.url).searchParams.get('file') ?? '';
let shiftMs = 0;
const look = () => {
  shiftMs = Number(fs.readFileSync(file, 'utf8'));
};
look();
setInterval(look, LOOK_MS).unref();
const now = () => RealDate.now() + shiftMs;

globalThis.Date = new Proxy(RealDate, {
  construct: (target, parts, made) =>
    Reflect.construct(target, parts.length === 0 ? [now()] : parts, made),
  apply: () => new RealDate(now()).toString(),
  get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
});
