/** What legal capacities are called, and how they are kept: for the page of people alone. */
import type { Bilingual, CapacityAnswer } from '@matlang/contract';

/** Each as papers say it. */
export const CAPACITY_NAMES: Readonly<Record<CapacityAnswer['capacity'], Bilingual>> = {
  police: { vi: 'Công an', en: 'police' },
  investigator: {
    vi: 'Công an xã được giao điều tra',
    en: 'police of the commune, authorised to investigate',
  },
  official: { vi: 'Cán bộ, công chức xã', en: 'official of the commune' },
  'security-team': {
    vi: 'Lực lượng bảo vệ an ninh trật tự ở cơ sở',
    en: 'member of the neighbourhood security team',
  },
  contractor: { vi: 'Đơn vị lắp đặt, bảo trì', en: 'contractor' },
  resident: { vi: 'Người dân', en: 'resident' },
};

/** Of the list and its form. */
export const CAPACITY_TEXTS = {
  title: { vi: 'Tư cách pháp lý', en: 'Legal capacity' },
  what: {
    vi: 'Ghi để về sau biết ai đã làm với tư cách gì. Người chỉ thuộc lực lượng cơ sở, đơn vị bảo trì hay người dân thì không trích xuất được, dù giữ vai trò nào.',
    en: 'Kept so that later it is known in what capacity somebody acted. Who is only of the security team, a contractor or a resident never exports, whatever the role.',
  },
  none: { vi: 'Chưa ghi.', en: 'None is kept.' },
  since: { vi: '{capacity}; từ {from}', en: '{capacity}; since {from}' },
  period: { vi: '{capacity}; từ {from} đến {until}', en: '{capacity}; from {from} until {until}' },
  kind: { vi: 'Tư cách', en: 'Capacity' },
  from: { vi: 'Từ ngày', en: 'From' },
  until: { vi: 'Đến hết ngày (nếu có)', en: 'Until the end of (if known)' },
  add: { vi: 'Ghi thêm', en: 'Keep it' },
  end: { vi: 'Kết thúc', en: 'End' },
  endSure: { vi: 'Kết thúc tư cách này từ bây giờ?', en: 'End this capacity now?' },
} as const satisfies Readonly<Record<string, Bilingual>>;
