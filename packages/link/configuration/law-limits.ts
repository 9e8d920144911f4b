/**
 * Limits of what people enter, as the laws of domain set them: link depends on nothing, so they stand here again. What is lawful
 * must pass here, and nothing longer need: a test of the server holds both together (http/camera/limits.test.ts).
 */

/** Names of cameras and sites. Characters are UTF-16 units, here as in domain. */
export const MAX_NAME_CHARACTERS = 200;
/** An address as it may be logged. */
export const MAX_URL_CHARACTERS = 2048;
/** User and password of a camera, each. */
export const MAX_CREDENTIAL_CHARACTERS = 256;
/** A password sealed: 768 bytes at most, which with nonce and tag are 1,066 characters. */
export const MAX_SEALED_PASSWORD_CHARACTERS = 1200;
/** Why sound is recorded. */
export const MAX_AUDIO_REASON_CHARACTERS = 500;
/** How long footage may be kept. */
export const MAX_RETENTION_DAYS = 3650;
/** Why footage is held, or deleted. */
export const MAX_REASON_CHARACTERS = 2000;
/** Who answers for a hold. */
export const MAX_OWNER_CHARACTERS = 200;
