import check from '@material-symbols/svg-400/outlined/check.svg';
import cloudOff from '@material-symbols/svg-400/outlined/cloud_off.svg';
import darkMode from '@material-symbols/svg-400/outlined/dark_mode.svg';
import error from '@material-symbols/svg-400/outlined/error.svg';
import hourglass from '@material-symbols/svg-400/outlined/hourglass_top.svg';
import lightMode from '@material-symbols/svg-400/outlined/light_mode.svg';
import unchecked from '@material-symbols/svg-400/outlined/radio_button_unchecked.svg';
import refresh from '@material-symbols/svg-400/outlined/refresh.svg';
import science from '@material-symbols/svg-400/outlined/science.svg';
import themeIcon from '@material-symbols/svg-400/outlined/contrast.svg';
import visible from '@material-symbols/svg-400/outlined/visibility.svg';
import hidden from '@material-symbols/svg-400/outlined/visibility_off.svg';

/** What stands on the screen before anybody is signed in: the first page that is loaded has these only. */
export const FIRST_ICONS = {
  check,
  'cloud-off': cloudOff,
  'dark-mode': darkMode,
  error,
  hourglass,
  'light-mode': lightMode,
  unchecked,
  refresh,
  science,
  theme: themeIcon,
  visible,
  hidden,
};
