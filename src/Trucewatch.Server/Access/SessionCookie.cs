namespace Trucewatch.Server.Access;

/// <summary>The cookie of a session: for this service only, and out of reach of scripts.</summary>
internal static class SessionCookie
{
    /// <summary>Puts it into an answer.</summary>
    public static void Give(HttpContext http, string cookie) =>
        http.Response.Cookies.Append(SignIn.CookieName, cookie, new CookieOptions
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Strict,
            Secure = http.Request.IsHttps,
            Path = "/",
            MaxAge = SignIn.SessionLife,
            IsEssential = true,
        });
}
