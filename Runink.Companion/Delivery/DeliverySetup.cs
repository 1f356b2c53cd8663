using Microsoft.EntityFrameworkCore;
using Runink.Companion.Delivery.Smtp;
using Runink.Companion.Shared.Layout;
using Runink.Domain.Delivery;
using Runink.Domain.Store;
using Runink.Domain.Teams;

namespace Runink.Companion.Delivery;

public static class DeliverySetup
{
    public static IServiceCollection AddDelivery(this IServiceCollection services, IConfiguration configuration)
    {
        services.Configure<SmtpOptions>(configuration.GetSection("Delivery:Smtp"));
        services.Configure<DeliveryOptions>(configuration.GetSection("Delivery"));
        services.AddSingleton<SmtpConnections>();
        services.AddSingleton<SampleMailServer>();
        services.AddHostedService(provider => provider.GetRequiredService<SampleMailServer>());
        services.AddSingleton<IDeliveryChannel, SmtpChannel>();
        services.AddSingleton<DeliveryUseCases>();
        services.AddHostedService<OutboxWorker>();
        services.AddHealthChecks().AddCheck<DeliveryHealth>("Deliveries");
        services.AddSingleton(provider => new NavItem("/admin/deliveries", "Deliveries", "deliveries", 65, null, Permission.ReadDeliveries, async (_, cancel) =>
        {
            await using var db = provider.GetRequiredService<CompanionStore>().Read();
            var failed = await db.Outbox.CountAsync(message => message.Status == OutboxStatus.Failed, cancel);
            return new NavBadge(failed, failed > 0);
        }));
        return services;
    }
}
