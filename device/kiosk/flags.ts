/** How the kiosk's Chromium is started, besides the managed policies (provisioning/image/root/etc/chromium). */
export const kioskFlags = (url: string, profile: string): string[] => [
  '--kiosk',
  `--user-data-dir=${profile}`,
  '--remote-debugging-pipe',
  '--no-first-run',
  '--no-default-browser-check',
  '--noerrdialogs',
  '--disable-session-crashed-bubble',
  '--hide-crash-restore-bubble',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-default-apps',
  '--disable-extensions',
  '--disable-breakpad',
  '--disable-crash-reporter',
  // Chromium's processes end when the first one is busy for 15 s, as at a cold start on a slow disk; without its network process
  // the first page never comes (seen in QEMU).
  '--ipc-connection-timeout=180',
  // Its limit is for quick machines; device/kiosk/browser.ts watches over what is painted.
  '--disable-gpu-watchdog',
  '--disable-pinch',
  '--disable-touch-drag-drop',
  '--overscroll-history-navigation=0',
  '--disable-dev-shm-usage',
  '--disk-cache-size=1048576',
  '--autoplay-policy=no-user-gesture-required',
  '--disable-features=Translate,TouchpadOverscrollHistoryNavigation,OverscrollHistoryNavigation,MediaRouter,GlobalMediaControls,DesktopPWAs,OptimizationHints',
  '--js-flags=--max-old-space-size=256',
  url,
]
