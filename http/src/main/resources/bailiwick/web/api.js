// Shows this server's own document and nothing else: no other host is asked, no key is stored, and no other document can be named in the URL.
window.ui = SwaggerUIBundle({
  url: '/openapi.yaml',
  dom_id: '#operations',
  deepLinking: true,
  docExpansion: 'list',
  filter: true,
  defaultModelsExpandDepth: 0,
  defaultModelExpandDepth: 3,
  displayRequestDuration: true,
  showExtensions: true,
  tryItOutEnabled: true,
  persistAuthorization: false,
  queryConfigEnabled: false,
  validatorUrl: null,
});
