import { checkKilledServices } from './check-killed-services.ts';

checkKilledServices(async () => ({}));
