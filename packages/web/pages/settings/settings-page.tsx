/** What an administrator sets: how the site is reached from the network, and by which certificate. */
import { Alert, Anchor, Code, Text, Title } from '@mantine/core';
import type { NetworkAnswer } from '@matlang/contract';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useSession } from '../../api/use-session.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { instantText } from '../../i18n/time-text.ts';
import { LoadState, Page } from '../../page/page.tsx';
import { NetworkForm } from './network-form.tsx';
import { NETWORK_QUERY } from './network-query.ts';
import classes from './settings-page.module.css';

/** The page at `/settings`. */
export function SettingsPage(): ReactNode {
  const { t } = useSpeech();
  const session = useSession();
  const network = useQuery(NETWORK_QUERY);
  const factorMissing = typeof session !== 'string' && session.secondFactor === 'to-set-up';
  return (
    <Page title={t('settings')}>
      {factorMissing && (
        <Alert color="yellow">
          {t('authenticatorNeeded')}{' '}
          <Anchor
            inherit
            underline="always"
            c="inherit"
            renderRoot={(props) => <Link to="/account" search={{ step: 'authenticator' }} {...props} />}
          >
            {t('authenticatorBegin')}
          </Anchor>
        </Alert>
      )}
      <section className={classes['section']}>
        <Title order={2} size="h3">
          {t('network')}
        </Title>
        <LoadState query={network} />
        {network.data !== undefined && (
          <>
            <NetworkNow network={network.data} />
            <NetworkForm network={network.data} />
          </>
        )}
      </section>
    </Page>
  );
}

function NetworkNow({ network }: { readonly network: NetworkAnswer }): ReactNode {
  const { t, say, language } = useSpeech();
  const { access, problems, urls, trustUrl, certificate, authority, overridden } = network;
  const tone = network.reason === 'https' ? 'green' : network.reason === 'plain-http' ? 'orange' : 'blue';
  return (
    <>
      <Alert color={tone}>
        <b>{t('networkNow')}:</b> {say(access)}
      </Alert>
      {problems.map((problem) => (
        <Alert key={problem.en} color="red" role="alert">
          {say(problem)}
        </Alert>
      ))}
      {overridden.length > 0 && <Alert color="yellow">{t('networkOverridden')}</Alert>}
      {urls.length > 0 && (
        <div>
          <Text fw={600}>{t('networkUrls')}</Text>
          <ul className={classes['urls']}>
            {urls.map((url) => (
              <li key={url}>
                <Anchor href={url}>{url}</Anchor>
              </li>
            ))}
          </ul>
        </div>
      )}
      {certificate !== null && (
        <Text size="sm">
          <b>{t('networkCertificate')}:</b>{' '}
          {t('networkCertificateUntil', {
            names: certificate.names.join(', '),
            time: instantText(certificate.until),
          })}
        </Text>
      )}
      {authority !== null && (
        <div>
          <Anchor href={`${trustUrl ?? '/trust'}?lang=${language}`}>{t('networkTrust')}</Anchor>
          <Text size="sm">{t('networkFingerprint')}:</Text>
          <Code className={classes['code'] ?? ''}>{authority.fingerprint}</Code>
        </div>
      )}
    </>
  );
}
