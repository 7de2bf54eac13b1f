import { problem } from '@told/service';
import type { SignIn } from './sign-in.ts';

/** Nobody gets in. */
export const WITHOUT_SIGN_IN: SignIn = {
  find: async () => undefined,
  formActions: [],
  addRoutes(http) {
    http.get('/sign-in', { schema: { hide: true }, config: { public: true } }, async () => {
      throw problem('dependency-unavailable', { detail: 'Signing in is not set up here.' });
    });
  },
};
