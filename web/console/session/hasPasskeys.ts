/** Whether this browser, at this address, can keep passkeys at all: they need a secure context. */
export const hasPasskeys = (): boolean => window.isSecureContext && 'PublicKeyCredential' in window
