/** For `node --import`: runs TypeScript as it stands, whose imports say `.js`. */
import { registerHooks } from 'node:module';

registerHooks({
  resolve(name, context, next) {
    try {
      return next(name, context);
    } catch (error) {
      if (!/^\.{1,2}\/.*\.js$/.test(name)) throw error;
      return next(name.replace(/\.js$/, '.ts'), context);
    }
  },
});
