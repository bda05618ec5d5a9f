const da = {
  product: 'Borgerboks',
  title: 'Planlægning',
  switchTo: 'English',
  groups: { booking: 'Tidsbestilling', staffing: 'Bemanding', figures: 'Tal' },
  pages: 'Sider',
  loading: 'Henter …',
  offline: 'Der er ingen forbindelse til serveren. Prøv igen om lidt.',
  again: 'Prøv igen',
  signIn: {
    lead: 'Siderne er for dem, der planlægger borgerservice.',
    out: 'Log ud',
    notPlanner: 'Du er logget ind, men ikke som planlægger. Bed om at få den rolle, eller log ind som en anden.',
  },
}
export type Texts = typeof da
const en: Texts = {
  product: 'Borgerboks',
  title: 'Planning',
  switchTo: 'Dansk',
  groups: { booking: 'Booking', staffing: 'Staffing', figures: 'Figures' },
  pages: 'Pages',
  loading: 'Loading …',
  offline: 'There is no connection to the server. Try again in a moment.',
  again: 'Try again',
  signIn: {
    lead: 'These pages are for those who plan the citizen service.',
    out: 'Sign out',
    notPlanner: 'You are signed in, but not as a planner. Ask for that role, or sign in as somebody else.',
  },
}
export const texts = { da, en }
