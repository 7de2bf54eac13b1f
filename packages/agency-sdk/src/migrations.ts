import path from 'node:path';

const sql = path.join(import.meta.dirname, '..', 'sql');

/** Folder of the tables every agency has: releases received, outcomes, submissions and their results. After `serviceMigrations`. */
export const agencySdkMigrations = sql;
/** Folder of the tables of an agency that keeps cases. After `agencySdkMigrations`. */
export const officeMigrations = path.join(sql, 'office');
