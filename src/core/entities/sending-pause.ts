/** The setting that stands while all sending is paused; whoever marks a mail as in flight looks at it. */
export const sendingPausedSetting = 'sending-paused'
