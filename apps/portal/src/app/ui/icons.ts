import type { FIRST_ICONS } from './first-icons';
import add from '@material-symbols/svg-400/outlined/add.svg';
import arrowBack from '@material-symbols/svg-400/outlined/arrow_back.svg';
import arrowDown from '@material-symbols/svg-400/outlined/arrow_downward.svg';
import arrowUp from '@material-symbols/svg-400/outlined/arrow_upward.svg';
import bedtime from '@material-symbols/svg-400/outlined/bedtime.svg';
import block from '@material-symbols/svg-400/outlined/block.svg';
import bolt from '@material-symbols/svg-400/outlined/bolt.svg';
import calendar from '@material-symbols/svg-400/outlined/calendar_month.svg';
import cancel from '@material-symbols/svg-400/outlined/cancel.svg';
import checkCircle from '@material-symbols/svg-400/outlined/check_circle.svg';
import chevronRight from '@material-symbols/svg-400/outlined/chevron_right.svg';
import close from '@material-symbols/svg-400/outlined/close.svg';
import computer from '@material-symbols/svg-400/outlined/computer.svg';
import copy from '@material-symbols/svg-400/outlined/content_copy.svg';
import remove from '@material-symbols/svg-400/outlined/delete.svg';
import desktop from '@material-symbols/svg-400/outlined/desktop_windows.svg';
import server from '@material-symbols/svg-400/outlined/dns.svg';
import filterOff from '@material-symbols/svg-400/outlined/filter_alt_off.svg';
import fullscreen from '@material-symbols/svg-400/outlined/fullscreen.svg';
import fullscreenExit from '@material-symbols/svg-400/outlined/fullscreen_exit.svg';
import key from '@material-symbols/svg-400/outlined/key.svg';
import keyboard from '@material-symbols/svg-400/outlined/keyboard.svg';
import touchKeyboard from '@material-symbols/svg-400/outlined/keyboard_onscreen.svg';
import down from '@material-symbols/svg-400/outlined/keyboard_arrow_down.svg';
import up from '@material-symbols/svg-400/outlined/keyboard_arrow_up.svg';
import logout from '@material-symbols/svg-400/outlined/logout.svg';
import more from '@material-symbols/svg-400/outlined/more_vert.svg';
import pause from '@material-symbols/svg-400/outlined/pause.svg';
import play from '@material-symbols/svg-400/outlined/play_arrow.svg';
import power from '@material-symbols/svg-400/outlined/power_settings_new.svg';
import restart from '@material-symbols/svg-400/outlined/restart_alt.svg';
import schedule from '@material-symbols/svg-400/outlined/schedule.svg';
import search from '@material-symbols/svg-400/outlined/search.svg';
import sync from '@material-symbols/svg-400/outlined/sync.svg';
import cards from '@material-symbols/svg-400/outlined/grid_view.svg';
import list from '@material-symbols/svg-400/outlined/table_rows.svg';
import terminal from '@material-symbols/svg-400/outlined/terminal.svg';
import account from '@material-symbols/svg-400/outlined/account_circle.svg';
import person from '@material-symbols/svg-400/outlined/person.svg';
import personAdd from '@material-symbols/svg-400/outlined/person_add.svg';
import personOff from '@material-symbols/svg-400/outlined/person_off.svg';
import group from '@material-symbols/svg-400/outlined/group.svg';
import school from '@material-symbols/svg-400/outlined/school.svg';
import shield from '@material-symbols/svg-400/outlined/admin_panel_settings.svg';
import historyIcon from '@material-symbols/svg-400/outlined/history.svg';
import skipped from '@material-symbols/svg-400/outlined/do_not_disturb_on.svg';
import download from '@material-symbols/svg-400/outlined/download.svg';
import upload from '@material-symbols/svg-400/outlined/upload.svg';
import edit from '@material-symbols/svg-400/outlined/edit.svg';
import phone from '@material-symbols/svg-400/outlined/mobile.svg';
import help from '@material-symbols/svg-400/outlined/help.svg';
import info from '@material-symbols/svg-400/outlined/info.svg';
import directory from '@material-symbols/svg-400/outlined/account_tree.svg';
import notifications from '@material-symbols/svg-400/outlined/notifications.svg';
import inbox from '@material-symbols/svg-400/outlined/inbox.svg';
import moreTime from '@material-symbols/svg-400/outlined/more_time.svg';
import tune from '@material-symbols/svg-400/outlined/tune.svg';
import doneAll from '@material-symbols/svg-400/outlined/done_all.svg';
import memory from '@material-symbols/svg-400/outlined/memory_alt.svg';
import processor from '@material-symbols/svg-400/outlined/memory.svg';
import hardDisk from '@material-symbols/svg-400/outlined/hard_drive.svg';

export const ICONS = {
  add,
  'arrow-back': arrowBack,
  'arrow-down': arrowDown,
  'arrow-up': arrowUp,
  bedtime,
  block,
  bolt,
  calendar,
  cancel,
  'check-circle': checkCircle,
  'chevron-right': chevronRight,
  close,
  computer,
  copy,
  remove,
  desktop,
  server,
  'filter-off': filterOff,
  fullscreen,
  'fullscreen-exit': fullscreenExit,
  key,
  keyboard,
  'touch-keyboard': touchKeyboard,
  down,
  up,
  logout,
  more,
  pause,
  play,
  power,
  restart,
  schedule,
  search,
  sync,
  cards,
  list,
  terminal,
  account,
  person,
  'person-add': personAdd,
  'person-off': personOff,
  group,
  school,
  shield,
  history: historyIcon,
  skipped,
  download,
  upload,
  edit,
  phone,
  help,
  info,
  directory,
  notifications,
  inbox,
  'more-time': moreTime,
  tune,
  'done-all': doneAll,
  memory,
  processor,
  'hard-disk': hardDisk,
};

export type IconName = keyof typeof ICONS | keyof typeof FIRST_ICONS;
