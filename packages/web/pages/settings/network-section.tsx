/** How the site is reached from the network: what is now, and the form. */

import { Alert, Anchor, Code, Text } from '@mantine/core';
import type { NetworkAnswer } from '@matlang/contract';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useSettingSpeech } from '../../i18n/setting-speech.ts';
import { instantText } from '../../i18n/time-text.ts';
import { LoadState } from '../../page/page.tsx';
import { NetworkForm } from './network-form.tsx';
import { NETWORK_QUERY } from './network-query.ts';
import classes from './settings-page.module.css';

/** Without its title. */
export function NetworkSection(): ReactNode {
  const network = useQuery(NETWORK_QUERY);
  return (
    <>
      <LoadState query={network} />
      {network.data !== undefined && (
        <>
          <NetworkNow network={network.data} />
          <NetworkForm network={network.data} />
        </>
      )}
    </>
  );
}

function NetworkNow({ network }: { readonly network: NetworkAnswer }): ReactNode {
  const { s, say, language } = useSettingSpeech();
  const { access, problems, urls, trustUrl, certificate, authority, overridden } = network;
  const tone = network.reason === 'https' ? 'green' : network.reason === 'plain-http' ? 'orange' : 'blue';
  return (
    <>
      <Alert color={tone}>
        <b>{s('networkNow')}:</b> {say(access)}
      </Alert>
      {problems.map((problem) => (
        <Alert key={problem.en} color="red" role="alert">
          {say(problem)}
        </Alert>
      ))}
      {overridden.length > 0 && <Alert color="yellow">{s('networkOverridden')}</Alert>}
      {urls.length > 0 && (
        <div>
          <Text fw={600}>{s('networkUrls')}</Text>
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
          <b>{s('networkCertificate')}:</b>{' '}
          {s('networkCertificateUntil', {
            names: certificate.names.join(', '),
            time: instantText(certificate.until),
          })}
        </Text>
      )}
      {authority !== null && (
        <div>
          <Anchor href={`${trustUrl ?? '/trust'}?lang=${language}`}>{s('networkTrust')}</Anchor>
          <Text size="sm">{s('networkFingerprint')}:</Text>
          <Code className={classes['code'] ?? ''}>{authority.fingerprint}</Code>
        </div>
      )}
    </>
  );
}
