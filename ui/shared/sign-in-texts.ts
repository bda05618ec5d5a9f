const da = {
  head: 'Log ind',
  with: (provider: string) => `Log ind med ${provider}`,
  user: 'Brugernavn',
  password: 'Adgangskode',
  button: 'Log ind',
  wrong: 'Brugernavn eller adgangskode er forkert.',
  slow: 'For mange forkerte forsøg. Vent et minut, og prøv igen.',
  gone: 'Der er ingen forbindelse til serveren. Prøv igen om lidt.',
}
const en: typeof da = {
  head: 'Sign in',
  with: (provider) => `Sign in with ${provider}`,
  user: 'User name',
  password: 'Password',
  button: 'Sign in',
  wrong: 'User name or password is wrong.',
  slow: 'Too many wrong tries. Wait a minute and try again.',
  gone: 'There is no connection to the server. Try again shortly.',
}
export const texts = { da, en }
