package io.fhirferry.local.hapi;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.api.config.JpaStorageSettings;
import ca.uhn.fhir.jpa.config.util.HapiEntityManagerFactoryUtil;
import ca.uhn.fhir.jpa.model.dialect.HapiFhirH2Dialect;
import com.zaxxer.hikari.HikariDataSource;
import jakarta.persistence.EntityManagerFactory;
import java.util.Map;
import javax.sql.DataSource;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.search.mapper.orm.cfg.HibernateOrmMapperSettings;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;

/** H2 behind Hibernate. Tables are created at the start, full-text search is left out. */
@Configuration
class DatabaseConfig {
    /** More than the four workers of bulk jobs and a handful of clients take at once; a short pool blocks them. */
    private static final int CONNECTIONS = 20;

    @Bean(destroyMethod = "close")
    DataSource dataSource(HapiSettings settings) {
        var pool = new HikariDataSource();
        pool.setJdbcUrl(settings.database());
        pool.setUsername("sa");
        pool.setPassword("");
        pool.setMaximumPoolSize(CONNECTIONS);
        return pool;
    }

    @Bean
    @Primary
    LocalContainerEntityManagerFactoryBean entityManagerFactory(
            DataSource database, ConfigurableListableBeanFactory beans, FhirContext fhir, JpaStorageSettings storage) {
        var factory = HapiEntityManagerFactoryUtil.newEntityManagerFactory(beans, fhir, storage);
        factory.setPersistenceUnitName("hapi");
        factory.setDataSource(database);
        factory.setJpaPropertyMap(Map.of(
                AvailableSettings.DIALECT, HapiFhirH2Dialect.class.getName(),
                AvailableSettings.HBM2DDL_AUTO, "update",
                AvailableSettings.STATEMENT_BATCH_SIZE, "20",
                HibernateOrmMapperSettings.ENABLED, "false"));
        return factory;
    }

    @Bean
    @Primary
    JpaTransactionManager transactionManager(EntityManagerFactory entityManagerFactory) {
        return new JpaTransactionManager(entityManagerFactory);
    }
}
