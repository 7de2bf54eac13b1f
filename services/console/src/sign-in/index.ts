export { openSignIn } from './open-sign-in.ts';
export { checkSignInConfig, signInVariables } from './sign-in-variables.ts';
