/** Errors of roles and legal capacities. A part of the table in error-table.ts. */
import type { Bilingual } from '../text/bilingual.ts';

/** By code, as API_ERRORS. */
export const PERSON_ERRORS = {
  'beyond-own-rights': {
    status: 403,
    vi: 'Việc này cho hoặc lấy đi quyền mà chính bạn không có trên toàn hệ thống. Chưa có gì thay đổi; hãy nhờ người có đủ các quyền đó.',
    en: 'This would give or take a right that you do not have for the whole site yourself. Nothing was changed; ask somebody who has them all.',
  },
  'role-built-in': {
    status: 409,
    vi: 'Vai trò này có sẵn trong phần mềm nên không sửa, không bỏ được. Hãy tạo vai trò riêng với các quyền cần có.',
    en: 'This role comes with the program and can’t be changed or removed. Make one of your own with the permissions that are needed.',
  },
  'role-name-taken': {
    status: 409,
    vi: 'Đã có vai trò cùng tên. Chưa có gì thay đổi; hãy chọn tên khác.',
    en: 'There is a role of that name. Nothing was changed; choose another name.',
  },
  'role-in-use': {
    status: 409,
    vi: 'Còn {people} người đang hoặc sẽ giữ vai trò này. Chưa bỏ; hãy thôi giao vai trò cho họ trước.',
    en: '{people} people have this role, or will have it. It was not removed; take it away from them first.',
  },
  'too-many-roles': {
    status: 409,
    vi: 'Hệ thống đã có {limit} vai trò riêng, mức tối đa. Hãy bỏ một vai trò không dùng nữa.',
    en: 'The site has {limit} roles of its own, the most it keeps. Remove one that is no longer used.',
  },
  'capacity-not-found': {
    status: 404,
    vi: 'Người này không có tư cách pháp lý nào như vậy, hoặc nó đã kết thúc.',
    en: 'This person has no such legal capacity, or it is over.',
  },
  'too-many-capacities': {
    status: 409,
    vi: 'Người này đã có {limit} lần ghi tư cách pháp lý, mức tối đa.',
    en: 'This person has {limit} legal capacities already, the most that are kept.',
  },
} as const satisfies Readonly<Record<string, Bilingual & { readonly status: number }>>;
