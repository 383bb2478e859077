using Trucewatch.Server.Access;
using Trucewatch.Server.Access.Identity;
using Trucewatch.Server.Api.Audit;
using Trucewatch.Server.Api.Cases;
using Trucewatch.Server.Api.Coverage;
using Trucewatch.Server.Api.DailyReports;
using Trucewatch.Server.Api.Evidence;
using Trucewatch.Server.Api.Exercises;
using Trucewatch.Server.Api.Field;
using Trucewatch.Server.Api.Floor;
using Trucewatch.Server.Api.Hotline;
using Trucewatch.Server.Api.Incidents;
using Trucewatch.Server.Api.Live;
using Trucewatch.Server.Api.Rights;
using Trucewatch.Server.Api.Sessions;
using Trucewatch.Server.Api.Tasking;
using Trucewatch.Server.Api.Shift;
using Trucewatch.Server.Api.Tracks;
using Trucewatch.Server.Intake;

namespace Trucewatch.Server.Api;

/// <summary>
/// All resources of the API, one line each. Everything below <see cref="Root"/> is denied to those without a session,
/// except where an endpoint says that it is open, and why.
/// </summary>
internal static class ApiTable
{
    public const string Root = "/api/v1";

    public static void Map(WebApplication app)
    {
        var api = app.MapGroup(Root).AddEndpointFilter<RequireSession>();
        FloorApi.Map(api);
        FeedsApi.Map(api);
        AgreementApi.Map(api);
        CoverageApi.Map(api);
        IncidentsApi.Map(api);
        MergesApi.Map(api);
        ProofsApi.Map(api);
        FramesApi.Map(api);
        TracksApi.Map(api);
        PastTilesApi.Map(api);
        EventsApi.Map(api);
        LiveTracksApi.Map(api);
        CasesApi.Map(api);
        TaskingApi.Map(api);
        ForecastApi.Map(api);
        CreditApi.Map(api);
        HotlineApi.Map(api);
        AuditApi.Map(api);
        ProposalApi.Map(api);
        PatrolsApi.Map(api);
        ShiftApi.Map(api);
        FieldApi.Map(api);
        RightsApi.Map(api);
        ReportsApi.Map(api);
        ReportEditsApi.Map(api);
        PublicPages.Map(app);
        SessionsApi.Map(app.MapGroup(Root));
        if (app.Services.GetService<IdentitySettings>() is not null)
        {
            IdentityApi.Map(app);
        }

        if (app.Services.GetService<ExerciseDesk>() is not null)
        {
            ExercisesApi.Map(api);
            ExercisesApi.MapDirection(app.MapGroup(Root));
        }
    }
}
