import { describe, expect, it } from 'vitest'
import { isSecretKey } from '.'

const SECRET = `
  PAYMENT_API_KEY smtp.password dbPassword SESSION_SECRET secrets.stripe db.apiKeys.0 auth_token api-key clientSecret DB_PASS SENTRY_DSN AWS_SECRET_ACCESS_KEY
  PGPASSWORD DBPASSWORD DBPASS REDISPASS SMTPPASSWORD SMTPPASS GITHUBTOKEN authtoken accesstoken refreshtoken clientsecret jwtsecret adminpassword MYSQL_PWD MYSQLPWD SAPWD userpwd
  requirepass masterauth rootpw bindpw ROOTPW PGPASSFILEPASSWORD keystorepassword truststorepass awssecretaccesskey secretaccesskey privatekey encryptionkey signingkey masterkey sshkey
  stripekey STRIPEAPIKEY apikey APIKEY apikeys appkey jwtkey clientkey GHPAT githubpat DOCKERAUTH httpauth SENTRYDSN COOKIEHMAC passwordsalt awscredentials DBCREDENTIALS
  passWord PassWord pass_word pass-phrase passPhrase PASSPHRASE passphrase passcode dbPassword2 DBPASSWORD_1 pgPassword mysqlPwd jwtSecret accessToken authToken privateKey clientSecretKey
  OAuth2Token oauth2token iOSToken GITLAB_TOKEN_2 DBPASS_PROD PGPASSWORD_STAGING DB_PASSWORD_PROD services.api.env.PGPASSWORD spring.datasource.password db.credentials.user --password SLACKBOTTOKEN
  secret.db tokens.github sharedaccesskey storageaccountkey BASIC_AUTH NPM_CONFIG__AUTHTOKEN rabbitmqpass
`
const PLAIN = `
  PORT TOKEN_TTL limits.cartItems PUBLIC_KEY tokenizer tokenize tokenized TOKENIZER_PATH passenger passengers secretary secretariat compass encompass keyboard KEYBOARD_LAYOUT bypass trespass surpass overpass underpass
  secret-tool token_store token-service secretStore monkey donkey turkey whiskey jockey hockey public_key publicKey publickey primaryKey primarykey foreign_key foreignkey sortKey cachekey authorized_keys hotkey keys key keymap keyspace
  PATH AUTHOR authority author oauth authorization_url passive passing passed compassion pattern patch patient basalt saltwater pepperoni bearing forbearance dsnames
  lowpass highpass multipass allpass maxtokens max_tokens maxTokens minPasswordLength PASSWORD_MIN_LENGTH SECRET_NAME token_endpoint tokenUrl passwordPolicy password_policy.history PASSWORD_FILE secretName tokenType
  SSH_ASKPASS GIT_ASKPASS PASSWORD_STORE_DIR TOKEN_HOST OLDPWD nonsecret passwordless HOME USER DATABASE_HOST version monkeypatch path.to.turkey keyboard.layout idempotencykey routing_key secretionRate tokenization credentialed PWDX ParameterKey option_key secretKeyRef secretRef valueFrom.secretKeyRef.key valueFrom.secretKeyRef.name
`
const names = (text: string): readonly string[] => text.split(/\s+/).filter((name) => name !== '')

describe('the name of a key', () => {
  it.each(names(SECRET))('%s is that of a secret', (name) => expect(isSecretKey(name)).toBe(true))
  it.each(names(PLAIN))('%s is not', (name) => expect(isSecretKey(name)).toBe(false))
  it('is judged in time, however long it is', () => {
    const start = performance.now()
    for (const part of ['pass', 'key', 'a_', 'aB', 'token.', 'PA']) isSecretKey(part.repeat(64 * 1024 / part.length))
    expect(performance.now() - start).toBeLessThan(10_000)
  })
})
