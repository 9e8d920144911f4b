/** Named moments and spans, newest first, of one camera or all. */
import { Button, Select } from '@mantine/core';
import type { BookmarkAnswer } from '@matlang/contract';
import { IconPlus } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { ask } from '../../api/client.ts';
import { useCameras } from '../../api/use-cameras.ts';
import { useSiteNow } from '../../app/use-site-now.ts';
import { BookmarkDialog, type BookmarkDialogProps } from '../../bookmarks/bookmark-dialog.tsx';
import { useSpeech } from '../../i18n/language.tsx';
import classes from '../../page/page.module.css';
import { Empty, LoadState, Page } from '../../page/page.tsx';
import { BookmarkCard } from './bookmark-card.tsx';

const PAGE = 50;

type Editing = Pick<BookmarkDialogProps, 'cameras' | 'fromUnixMs' | 'toUnixMs' | 'bookmark'>;

/** The page at `/bookmarks`. */
export function BookmarksPage(): ReactNode {
  const { t } = useSpeech();
  const { cameras } = useCameras();
  const now = useSiteNow();
  const [camera, setCamera] = useState<string | null>(null);
  const [editing, setEditing] = useState<Editing | null>(null);
  const list = useInfiniteQuery({
    queryKey: ['bookmarks', camera],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      ask('listBookmarks', {
        query: {
          limit: String(PAGE),
          ...(pageParam === '' ? {} : { before: pageParam }),
          ...(camera === null ? {} : { cameras: camera }),
        },
        signal,
      }),
    getNextPageParam: ({ next }) => next,
    // Another camera is chosen: the list stays until its own is there.
    placeholderData: (last) => last,
  });
  const all = list.data?.pages.flatMap(({ bookmarks }) => bookmarks) ?? [];
  const add = (): void => {
    if (now === null) return;
    const nowUnixMs = Math.floor(now() / 1000) * 1000;
    const first = camera ?? cameras[0]?.id;
    setEditing({ cameras: first === undefined ? [] : [first], fromUnixMs: nowUnixMs, toUnixMs: nowUnixMs });
  };
  const edit = (bookmark: BookmarkAnswer): void =>
    setEditing({
      cameras: [bookmark.cameraId],
      fromUnixMs: bookmark.from,
      toUnixMs: bookmark.to,
      bookmark,
    });
  return (
    <Page
      title={t('bookmarks')}
      actions={
        <>
          <Select
            aria-label={t('bookmarkCamera')}
            className={classes['choice'] ?? ''}
            allowDeselect={false}
            searchable
            data={[
              { value: '', label: t('bookmarksAll') },
              ...cameras.map(({ id, name }) => ({ value: id, label: name })),
            ]}
            value={camera ?? ''}
            onChange={(value) => setCamera(value === '' ? null : value)}
          />
          <Button leftSection={<IconPlus size={16} />} onClick={add} disabled={now === null}>
            {t('bookmarkNew')}
          </Button>
        </>
      }
    >
      <LoadState query={list} />
      {list.data !== undefined && all.length === 0 && (
        <Empty>{t(camera === null ? 'bookmarksEmpty' : 'bookmarksEmptyCamera')}</Empty>
      )}
      <ul className={classes['list']}>
        {all.map((bookmark) => (
          <li key={bookmark.id}>
            <BookmarkCard bookmark={bookmark} onEdit={() => edit(bookmark)} />
          </li>
        ))}
      </ul>
      {list.hasNextPage && (
        <Button variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t('showMore')}
        </Button>
      )}
      {editing !== null && <BookmarkDialog {...editing} opened onClose={() => setEditing(null)} />}
    </Page>
  );
}
