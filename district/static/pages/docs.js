// The API as pages to read and to try. Swagger UI's own page starts it from within, which the Content-Security-Policy forbids.
"use strict";
const place = document.getElementById("swagger-ui");
SwaggerUIBundle({
  ...JSON.parse(document.getElementById("settings").textContent),
  url: place.dataset.schema,
  domNode: place,
  presets: [SwaggerUIBundle.presets.apis],
  layout: "BaseLayout",
});
