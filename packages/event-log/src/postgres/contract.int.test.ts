import { createPostgresHarness } from '../../test/postgres-harness.ts';
import { describeEventLogContract } from '../contract/index.ts';

describeEventLogContract('PostgreSQL', createPostgresHarness);
