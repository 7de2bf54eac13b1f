import { checkWholePath } from './check-whole-path.ts';

checkWholePath(async () => ({}));
