import { giveBack } from './hide.js';

giveBack();
