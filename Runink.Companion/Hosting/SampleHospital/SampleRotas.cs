using Runink.Domain.Foundation;
using Runink.Domain.Pipeline.Commands;
using Runink.Domain.Store.Writing;
using Runink.Domain.Teams.Rotas;

namespace Runink.Companion.Hosting.SampleHospital;

/// <summary>Who is on call in the sample hospital, under the names that the shipped triggers call, and colleagues who take turns.</summary>
internal static class SampleRotas
{
    /// <summary>Nobody to sign in as: they are reached by mail, which ends in the mail drop.</summary>
    public static readonly IReadOnlyList<(string Id, string Name, string Unit, string About)> Colleagues =
    [
        ("grace.obi", "Grace Obi", "4 West", "Charge nurse"), ("paul.weber", "Paul Weber", "5 East", "Charge nurse"),
        ("maya.chen", "Maya Chen", "4 West", "Attending physician, internal medicine"), ("owen.blake", "Owen Blake", "5 East", "Attending physician, internal medicine"),
        ("iris.novak", "Iris Novak", "4 West", "Resident, internal medicine"), ("samuel.osei", "Samuel Osei", "5 East", "Resident, internal medicine"),
        ("lena.fischer", "Lena Fischer", "ICU", "Intensive care nurse, rapid response"),
    ];

    private static readonly DateOnly Monday = new(2026, 1, 5);
    private static readonly TimeOnly Seven = new(7, 0);
    private static readonly TimeOnly Eight = new(8, 0);

    private static readonly RotaHours Nights = new([], new TimeOnly(20, 0), Eight);

    private static IEnumerable<RotaPlan> Plans(string zone) =>
    [
        Plan("charge_nurse", "Charge nurse", zone, Layer("12-hour shifts", ShiftUnit.Hours, 12, Seven, "ana.ruiz", "noah.kim", "grace.obi", "paul.weber", "noah.kim")),
        Plan("rapid_response", "Rapid response", zone, Layer("12-hour shifts", ShiftUnit.Hours, 12, Seven, "lena.fischer+noah.kim", "grace.obi+samuel.osei", "lena.fischer+iris.novak")),
        Plan("attending", "Attending physician", zone, Layer("Holidays", ShiftUnit.Days, 1, Eight, "owen.blake") with { Holidays = HolidayUse.OnlyOnHolidays }, Layer("Weeks", ShiftUnit.Weeks, 1, Eight, "maya.chen", "owen.blake")) with { HolidayCalendar = "us-federal" },
        Plan("medicine", "Medicine on call", zone, Layer("Nights", ShiftUnit.Days, 1, Eight, "samuel.osei", "iris.novak", "owen.blake") with { Hours = [Nights] }, Layer("Days", ShiftUnit.Weeks, 1, Eight, "iris.novak", "samuel.osei", "maya.chen")),
        Plan("oncology", "Oncology on call", zone, Layer("Weeks", ShiftUnit.Weeks, 1, Eight, "maya.chen", "owen.blake")),
        Plan("cardiology", "Cardiology on call", zone, Layer("Weeks", ShiftUnit.Weeks, 1, Eight, "owen.blake", "maya.chen")),
    ];

    public static void Seed(WriteScope scope, RotaCommandHandler rotas, string zone)
    {
        foreach (var plan in Plans(zone))
        {
            if (rotas.Save(scope, plan, null, Actor.System).Refusal is { } refusal)
                throw new InvalidOperationException(refusal.Message);
        }
    }

    private static RotaPlan Plan(string id, string name, string zone, params RotaLayer[] layers) => new(id, name, zone, null, layers, [], null, [], true);

    /// <param name="turns">People of a turn are joined with a plus sign.</param>
    private static RotaLayer Layer(string name, ShiftUnit unit, int every, TimeOnly handOver, params string[] turns) => new(name, [.. turns.Select(turn => turn.Split('+'))], Monday, handOver, unit, every, []);
}
