/** Lit's names for all views, imported once: where Lit stays outside the bundle, each further import would cost again. */
export { LitElement, css, html, nothing, svg, type CSSResult, type TemplateResult } from 'lit';
