namespace Trucewatch.Server.Access;

/// <summary>Headers that keep a page to itself: no foreign script, frame or referrer, nothing kept by caches.</summary>
internal sealed class SecurityHeaders(RequestDelegate next)
{
    /// <summary>
    /// The content security policy: everything from here, no inline script or style, no frame around the page.
    /// </summary>
    public const string Policy =
        "default-src 'self'; img-src 'self' data:; worker-src 'self'; object-src 'none'; base-uri 'none'; "
        + "form-action 'none'; frame-ancestors 'none'";

    public Task InvokeAsync(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "geolocation=(), camera=(), microphone=()";
        if (http.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal))
        {
            headers.CacheControl = "no-store";
        }

        return next(http);
    }
}
