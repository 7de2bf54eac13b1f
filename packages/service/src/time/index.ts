export * from './business-calendar.ts';
export * from './clock.ts';
export * from './micros.ts';
