using System.Globalization;

namespace Runink.Domain.Referrals.Scheduling;

/// <summary>What patients read, in the languages that there are words in. What is sent says nothing of a patient: no name, no place, no time, no reason; that stands behind the link.</summary>
/// <param name="Place">Heads where to come.</param>
/// <param name="Free">Where a time that became free is offered.</param>
public sealed record VisitTexts(
    string Language, string Subject, string Open, string Alone, string Sms, string OfferTitle, string ReminderTitle, string NoShowTitle, string Place, string Time, string ConfirmLabel, string CannotComeLabel, string AnotherTimeLabel,
    string ReasonLabel, string NoReason, string Send, string Thanks, string Confirmed, string Told, string Over, string Call, OfferTexts Free, IReadOnlyDictionary<string, string> Barriers)
{
    private static readonly VisitTexts[] All =
    [
        new("en", "About your appointment", "{0} has a message about an appointment for you. Please read it and answer here, without an account:", "The link is for you alone and ends by itself.", "{0}: a message about your appointment.",
            "We have a time for you", "Your appointment", "We missed you", "Where", "When", "I will come", "I cannot come", "Another time, please",
            "What makes it difficult? You need not say.", "I would rather not say", "Send", "Thank you.", "You said that you will come.", "We know now, and will be in touch.", "This link is not valid, or not any more. That changes nothing about an appointment that you have. Please call us if you are not sure.", "In an emergency call your emergency number. For anything else please call us.",
            new("A time has become free", "I take this time", "No, thank you", "We keep it for you until {0}.", "This is your appointment now. It takes the place of any that you had with us for this.", "Nothing has changed. An appointment that you have stays."),
            Words("I have no way to get there", "I need an interpreter", "The cost", "Work or childcare", "I feel better", "Something else")),
        new("de", "Zu Ihrem Termin", "{0} hat eine Nachricht zu einem Termin für Sie. Bitte lesen und beantworten Sie sie hier, ohne Anmeldung:", "Der Link ist nur für Sie und endet von selbst.", "{0}: Nachricht zu Ihrem Termin.",
            "Wir haben einen Termin für Sie", "Ihr Termin", "Wir haben Sie vermisst", "Wo", "Wann", "Ich komme", "Ich kann nicht kommen", "Bitte einen anderen Termin",
            "Was macht es schwierig? Sie müssen nichts angeben.", "Das möchte ich nicht sagen", "Absenden", "Vielen Dank.", "Sie haben gesagt, dass Sie kommen.", "Wir wissen Bescheid und melden uns.", "Dieser Link ist nicht oder nicht mehr gültig. An einem Termin, den Sie haben, ändert das nichts. Bitte rufen Sie uns an, wenn Sie nicht sicher sind.", "Im Notfall wählen Sie den Notruf. Sonst rufen Sie uns bitte an.",
            new("Ein Termin ist frei geworden", "Ich nehme diesen Termin", "Nein, danke", "Wir halten ihn für Sie frei bis {0}.", "Das ist jetzt Ihr Termin. Er ersetzt den, den Sie dafür bei uns hatten.", "Es hat sich nichts geändert. Ein Termin, den Sie haben, bleibt."),
            Words("Ich komme nicht hin", "Ich brauche jemanden zum Dolmetschen", "Die Kosten", "Arbeit oder Kinderbetreuung", "Es geht mir besser", "Etwas anderes")),
        new("es", "Sobre su cita", "{0} tiene un mensaje para usted sobre una cita. Por favor, léalo y conteste aquí, sin cuenta:", "El enlace es solo para usted y caduca por sí solo.", "{0}: mensaje sobre su cita.",
            "Tenemos una cita para usted", "Su cita", "Le echamos de menos", "Dónde", "Cuándo", "Iré", "No puedo ir", "Otra hora, por favor",
            "¿Qué lo hace difícil? No tiene que decirlo.", "Prefiero no decirlo", "Enviar", "Gracias.", "Ha dicho que vendrá.", "Ya lo sabemos y nos pondremos en contacto.", "Este enlace no es válido o ya no lo es. Eso no cambia nada de una cita que ya tenga. Por favor, llámenos si no está seguro.", "En una emergencia llame al número de emergencias. Para lo demás, llámenos.",
            new("Ha quedado libre una cita", "Acepto esta cita", "No, gracias", "Se la reservamos hasta {0}.", "Esta es ahora su cita. Sustituye a la que tenía con nosotros para esto.", "No ha cambiado nada. Si ya tiene una cita, sigue en pie."),
            Words("No tengo cómo llegar", "Necesito intérprete", "El coste", "Trabajo o cuidado de niños", "Me siento mejor", "Otra cosa")),
    ];

    public static IReadOnlyList<string> Languages { get; } = [.. All.Select(texts => texts.Language)];

    public static VisitTexts In(string language) => All.FirstOrDefault(texts => texts.Language == language) ?? All[0];

    public string Title(VisitMessageKind kind) => kind switch { VisitMessageKind.Offer => OfferTitle, VisitMessageKind.Reminder => ReminderTitle, VisitMessageKind.SlotOffer => Free.Title, _ => NoShowTitle };

    /// <summary>As people of that language write a day and a time, by the clock of the site.</summary>
    public string At(DateTimeOffset at, TimeZoneInfo zone) => TimeZoneInfo.ConvertTime(at, zone).ToString(Language switch { "de" => "dddd, d. MMMM yyyy, HH:mm", "es" => "dddd, d 'de' MMMM 'de' yyyy, HH:mm", _ => "dddd, d MMMM yyyy, HH:mm" }, CultureInfo.GetCultureInfo(Language));

    /// <summary>Not even until when the link opens, which would tell the day of the visit.</summary>
    public string Mail(string hospital, string link) => $"{string.Format(CultureInfo.InvariantCulture, Open, hospital)}\n{link}\n\n{Alone}\n\n{Call}\n";

    /// <summary>The link is never cut: the name of the hospital gives way.</summary>
    public string Text(string hospital, string link, int longest)
    {
        var room = longest - link.Length - 1 - string.Format(CultureInfo.InvariantCulture, Sms, "").Length;
        return $"{string.Format(CultureInfo.InvariantCulture, Sms, hospital.Length > room ? hospital[..Math.Max(0, room)] : hospital)} {link}";
    }

    private static Dictionary<string, string> Words(params string[] words) => Scheduling.Barriers.All.Zip(words).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal);
}

/// <param name="Kept">Until when the time is kept.</param>
/// <param name="Taken">What is said once the patient has taken it.</param>
/// <param name="Unchanged">What is said once the patient has not.</param>
public sealed record OfferTexts(string Title, string Take, string Leave, string Kept, string Taken, string Unchanged);
